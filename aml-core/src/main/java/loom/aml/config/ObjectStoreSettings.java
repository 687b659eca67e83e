package loom.aml.config;

/** Settings of the object stores that copies of backups are in. */
public final class ObjectStoreSettings {
    static final SettingSection SECTION = new SettingSection("object_store");

    public static final Setting<String> ENDPOINT = SECTION.addGuarded(
            "endpoint",
            ValueType.text("an address that begins with https:// or http://"),
            "",
            "Address of the object store; empty for that of Amazon or Google");
    public static final Setting<String> REGION = SECTION.addGuarded(
            "region",
            ValueType.text("the name of a region"),
            "",
            "Region of the buckets; empty to use that of the AWS configuration");
    public static final Setting<Boolean> PATH_STYLE = SECTION.addGuarded(
            "path_style",
            ValueType.flag(),
            false,
            "Send the name of the bucket in the path, as many stores other than that of Amazon need");
    public static final Setting<String> PROFILE = SECTION.addGuarded(
            "profile",
            ValueType.text("the name of a profile"),
            "",
            "Profile in ~/.aws/credentials; empty for the usual search: variables, files, the role of the machine");
    public static final Setting<String> KEY_FILE = SECTION.addGuarded(
            "key_file",
            ValueType.text("the path of a file"),
            "",
            "File with the key, in the format of ~/.aws/credentials; used instead of a profile");

    private ObjectStoreSettings() {}
}
