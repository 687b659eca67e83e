package loom.aml.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The list of all settings. Parsing, validation, suggestions, {@code config show}, {@code config init} and the
 * documentation are derived from it. To add a setting, add it to the class of its section, such as {@link PruneSettings},
 * and read it with {@link Configuration#get}.
 */
public final class Settings {
    private static final List<SettingSection> SECTIONS = List.of(
            GeneralSettings.LOCK,
            GeneralSettings.GZIP,
            PruneSettings.SECTION,
            MaintainSettings.GC,
            MaintainSettings.MERGE,
            MaintainSettings.COMPRESS,
            MaintainSettings.BACKUP,
            ObjectStoreSettings.SECTION,
            MaintainSettings.MIGRATION,
            SearchSettings.INDEX,
            SearchSettings.CACHE,
            MonitorSettings.SECTION,
            AlertSettings.SECTION,
            GeneralSettings.CLOCK,
            GeneralSettings.CONFIRM,
            GeneralSettings.STORES,
            ServeSettings.SECTION,
            JobSettings.SECTION,
            GuardSettings.SECTION,
            GeneralSettings.RUNS,
            GeneralSettings.LOG);

    /** All settings by section, in display order. */
    public static final List<Setting<?>> ALL = all();

    private Settings() {}

    /** A plain loop, because linking a lambda would delay each start. */
    private static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>();
        for (SettingSection section : SECTIONS) {
            all.addAll(section.settings());
        }
        return List.copyOf(all);
    }

    /** Returns the setting with this name. */
    public static Optional<Setting<?>> named(String name) {
        for (Setting<?> setting : ALL) {
            if (setting.name().equals(name)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }
}
