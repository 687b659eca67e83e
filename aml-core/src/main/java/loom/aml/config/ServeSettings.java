package loom.aml.config;

/** Settings of the server for browsers and programs. */
public final class ServeSettings {
    static final SettingSection SECTION = new SettingSection("serve");

    public static final Setting<Integer> PORT =
            SECTION.add("port", ValueType.whole(0, 65_535), 7_411, "Port of 'aml serve'; 0 for any that is free");
    public static final Setting<String> ADDRESS = SECTION.addGuarded(
            "address",
            ValueType.text("an address of this machine"),
            "127.0.0.1",
            "Address on which 'aml serve' listens; any but the loopback interface needs serve.keystore");
    public static final Setting<String> NAMES = SECTION.addGuarded(
            "names",
            ValueType.text("host names on one line, with commas between them"),
            "",
            "Host names under which 'aml serve' may be addressed, besides those of the loopback interface");
    public static final Setting<String> KEYSTORE = SECTION.addGuarded(
            "keystore",
            ValueType.text("the path of a file"),
            "",
            "PKCS #12 file with the key and the certificate for TLS; empty for plain HTTP");
    public static final Setting<String> KEYSTORE_PASSWORD = SECTION.addGuardedSecret(
            "keystore_password",
            ValueType.text("text on one line"),
            "",
            "Password of serve.keystore; prefer its environment variable");

    private ServeSettings() {}
}
