package loom.aml.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import loom.aml.cli.complete.Script;
import loom.aml.cli.manual.Manual;

/** Writes the folder {@code share} of the image: manual pages and completion scripts. Run by the build. */
final class Share {
    private Share() {}

    /** Arguments: the folder, and the date of the pages. */
    public static void main(String[] arguments) throws IOException {
        Path share = Path.of(arguments[0]);
        Path pages = Files.createDirectories(share.resolve("man/man1"));
        Manual manual = new Manual(Commands.ALL, Help.WHAT_AML_IS, Version.NUMBER, arguments[1]);
        for (Map.Entry<String, String> page : manual.pages().entrySet()) {
            Files.writeString(pages.resolve(page.getKey()), page.getValue());
        }
        for (Script script : Script.values()) {
            Path file = share.resolve(script.place());
            Files.createDirectories(file.getParent());
            Files.writeString(file, script.text());
        }
    }
}
