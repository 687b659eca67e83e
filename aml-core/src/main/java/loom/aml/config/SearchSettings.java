package loom.aml.config;

/** Settings of the search index and of the cache for programs that run for a long time. */
public final class SearchSettings {
    static final SettingSection INDEX = new SettingSection("index");
    static final SettingSection CACHE = new SettingSection("cache");

    private static final long MB = 1_000_000;

    public static final Setting<Boolean> INDEX_IN_MAINTAIN =
            INDEX.add("in_maintain", ValueType.flag(), true, "Update the search index in the daily job");

    public static final Setting<Long> CACHE_SIZE =
            CACHE.add("size", ValueType.size(), 10 * MB, "Memory available to cached items");
    public static final Setting<Double> CACHE_WARM_CONFIDENCE = CACHE.add(
            "warm_confidence",
            ValueType.share(),
            0.7,
            "Load items with at least this confidence when the cache is warmed");
    public static final Setting<Double> CACHE_WARM_SUCCESS = CACHE.add(
            "warm_success",
            ValueType.share(),
            0.7,
            "Load items with at least this success rate when the cache is warmed");
    public static final Setting<Double> CACHE_WARM_FILL =
            CACHE.add("warm_fill", ValueType.share(), 0.8, "Share of the cache that warming fills");

    private SearchSettings() {}
}
