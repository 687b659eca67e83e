package loom.aml.config;

import java.time.Duration;
import java.util.Optional;
import loom.aml.maintain.MaintainPolicy;

/** Settings of the guard, which watches the changes of other programs. */
public final class GuardSettings {
    static final SettingSection SECTION = new SettingSection("guard");

    public static final Setting<Boolean> MERGE = SECTION.add(
            "merge",
            ValueType.flag(),
            false,
            "Put back lines that a session dropped by overwriting what another had added meanwhile");
    public static final Setting<Double> DELETION_SHARE = SECTION.add(
            "deletion_share",
            ValueType.share(),
            0.2,
            "Raise an alert if other programs delete more than this share of the items within an hour, and at least two");
    public static final Setting<Integer> DELETION_NUMBER = SECTION.add(
            "deletion_number",
            ValueType.whole(1, 1_000_000),
            5,
            "Also raise an alert if other programs delete at least this number of items within an hour");
    public static final Setting<Optional<Duration>> KEEP_AGE = SECTION.add(
            "keep_age",
            ValueType.ageOrOff(),
            MaintainPolicy.DEFAULT.keptVersions(),
            "Remove former versions of memories that other programs changed but did not delete after this time");

    private GuardSettings() {}
}
