package loom.aml.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A section of the configuration file, to which its settings are added in display order. */
final class SettingSection {
    private final String name;
    private final List<Setting<?>> settings = new ArrayList<>();

    /**
     * @param name the part of the names of its settings before the dot; empty for settings outside any section
     */
    SettingSection(String name) {
        this.name = name;
    }

    List<Setting<?>> settings() {
        return Collections.unmodifiableList(settings);
    }

    <T> Setting<T> add(String key, ValueType<T> type, T byDefault, String doc) {
        return add(new Setting<>(named(key), type, byDefault, false, false, false, doc));
    }

    <T> Setting<T> addPerAgent(String key, ValueType<T> type, T byDefault, String doc) {
        return add(new Setting<>(named(key), type, byDefault, true, false, false, doc));
    }

    /** Adds a setting that runs a command or a job, sends data or names folders elsewhere. */
    <T> Setting<T> addGuarded(String key, ValueType<T> type, T byDefault, String doc) {
        return add(new Setting<>(named(key), type, byDefault, false, false, true, doc));
    }

    <T> Setting<T> addGuardedSecret(String key, ValueType<T> type, T byDefault, String doc) {
        return add(new Setting<>(named(key), type, byDefault, false, true, true, doc));
    }

    private String named(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }

    private <T> Setting<T> add(Setting<T> setting) {
        settings.add(setting);
        return setting;
    }
}
