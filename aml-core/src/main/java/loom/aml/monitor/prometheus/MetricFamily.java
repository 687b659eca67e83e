package loom.aml.monitor.prometheus;

import java.util.List;
import java.util.Locale;

/** All metrics for Prometheus, in the order of the text. The file for the textfile collector and the server use this list. */
public enum MetricFamily {
    COLLECTED(Unit.SECONDS, "aml_collected_timestamp_seconds", "Time at which a store was measured.", "store"),
    AGE(Unit.SECONDS, "aml_collected_age_seconds", "Time since a store was measured.", "store"),
    UP(Unit.NONE, "aml_store_up", "1 if a store could be measured, otherwise 0.", "store"),
    BYTES(Unit.BYTES, "aml_memory_bytes", "Stored bytes of all agents.", "store"),
    AGENTS(Unit.NONE, "aml_agents", "Number of agents.", "store"),
    AGENT_BYTES(Unit.BYTES, "aml_agent_memory_bytes", "Stored bytes of an agent.", "agent", "store"),
    AGENT_ITEMS(Unit.NONE, "aml_agent_items", "Number of items of an agent.", "agent", "kind", "store"),
    ITEMS(Unit.NONE, "aml_items", "Number of items in the store.", "kind", "store"),
    PATTERN_BYTES(Unit.BYTES, "aml_pattern_mean_bytes", "Mean size of a pattern in bytes.", "store"),
    FILES(Unit.NONE, "aml_collection_files", "Number of collection files by encoding.", "encoding", "store"),
    COMPRESSION(
            Unit.RATIO, "aml_compression_ratio", "Ratio of text bytes to stored bytes of compressed files.", "store"),
    INDEX_BYTES(Unit.BYTES, "aml_index_bytes", "Size of the index in bytes.", "store"),
    ROT(Unit.RATIO, "aml_rot_ratio", "Share of useless items, from 0 to 1.", "store"),
    ROT_ITEMS(Unit.NONE, "aml_rot_items", "Number of useless items by defect.", "rot", "store"),
    GROWTH_BYTES(
            Unit.BYTES_PER_SECOND, "aml_growth_bytes_per_second", "Growth of the store in bytes per second.", "store"),
    GROWTH_ITEMS(
            Unit.ITEMS_PER_SECOND, "aml_growth_items_per_second", "Growth of the store in items per second.", "store"),
    LIMIT_REACHED(
            Unit.SECONDS,
            "aml_limit_reached_timestamp_seconds",
            "Time at which growth reaches a memory limit.",
            "limit",
            "store"),
    HEALTH(
            Unit.NONE,
            "aml_health_status",
            "Worst status of the checks: 0 healthy, 1 warning, 2 critical, 3 unknown.",
            "store"),
    HEALTH_CHECK(
            Unit.NONE,
            "aml_health_check_status",
            "Status of a check: 0 healthy, 1 warning, 2 critical, 3 unknown.",
            "check",
            "store"),
    ALERTS(Unit.NONE, "aml_alerts", "Number of alerts that are not resolved.", "severity", "store"),
    QUERY_TIME(Unit.SECONDS, "aml_query_duration_seconds", "Duration of a query in the open index.", "store"),
    CACHE_HITS(Unit.RATIO, "aml_cache_hit_ratio", "Share of queries answered from the cache.", "store"),
    RUN_STARTED(
            Unit.SECONDS,
            "aml_last_run_timestamp_seconds",
            "Start time of the last run of an operation.",
            "operation",
            "store"),
    RUN_TIME(
            Unit.SECONDS,
            "aml_last_run_duration_seconds",
            "Duration of the last run of an operation.",
            "operation",
            "store"),
    RUN_DONE(
            Unit.NONE,
            "aml_last_run_done",
            "1 if the last run of an operation completed all its work, otherwise 0.",
            "operation",
            "store"),
    SERVER_VERSION(Unit.NONE, "aml_server_version", "1, labelled with the version of the server.", "version"),
    SERVER_STARTED(Unit.SECONDS, "aml_server_start_timestamp_seconds", "Start time of the server."),
    SERVER_STORES(Unit.NONE, "aml_server_stores", "Number of served stores."),
    SERVER_REQUESTS("aml_server_requests_total", "HTTP requests since the start of the server."),
    SERVER_OPERATIONS("aml_server_operations_total", "Operations that were started since the start of the server."),
    SERVER_RUNNING(Unit.NONE, "aml_server_operations_running", "Number of operations that are running."),
    SERVER_HEAP(Unit.BYTES, "aml_server_heap_bytes", "Heap that the server uses, including garbage."),
    SERVER_HEAP_LIMIT(Unit.BYTES, "aml_server_heap_limit_bytes", "Maximum size of the heap.");

    /** The kind of a metric. */
    public enum Type {
        GAUGE,
        /** A sum that only grows until the process ends. */
        COUNTER;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The unit of the values. */
    public enum Unit {
        /** A number, a status or a flag. */
        NONE,
        BYTES,
        SECONDS,
        RATIO,
        BYTES_PER_SECOND,
        ITEMS_PER_SECOND;

        /** Returns the end of the names of metrics with this unit, without the underscore before it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Type type;
    private final Unit unit;
    private final String metric;
    private final String help;
    private final List<String> labels;

    MetricFamily(Type type, Unit unit, String metric, String help, String... labels) {
        this.type = type;
        this.unit = unit;
        this.metric = metric;
        this.help = help;
        this.labels = List.of(labels);
    }

    MetricFamily(Unit unit, String metric, String help, String... labels) {
        this(Type.GAUGE, unit, metric, help, labels);
    }

    MetricFamily(String metric, String help) {
        this(Type.COUNTER, Unit.NONE, metric, help);
    }

    public Type type() {
        return type;
    }

    public Unit unit() {
        return unit;
    }

    /** Returns the name of the metric: {@code aml_memory_bytes}. */
    public String metric() {
        return metric;
    }

    public String help() {
        return help;
    }

    /** Returns the names of the labels in alphabetical order. */
    public List<String> labels() {
        return labels;
    }
}
