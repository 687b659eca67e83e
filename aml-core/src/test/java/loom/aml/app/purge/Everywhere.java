package loom.aml.app.purge;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Searches all files below a folder for texts, in names, bytes and decompressed bytes, without the classes of the purge. */
final class Everywhere {
    private final Path folder;

    Everywhere(Path folder) {
        this.folder = folder;
    }

    /** Returns the files that hold one of the texts, with the text. */
    List<String> holding(Collection<String> texts) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                String name = folder.relativize(path).toString();
                for (String text : texts) {
                    if (name.contains(text)) {
                        found.add(text + " in the name " + name);
                    }
                }
                if (Files.isRegularFile(path)) {
                    for (String form : forms(Files.readAllBytes(path))) {
                        texts.stream().filter(form::contains).forEach(text -> found.add(text + " in " + name));
                    }
                }
            }
        }
        return found;
    }

    /** Returns those of the texts that are anywhere. */
    Set<String> found(Collection<String> texts) throws IOException {
        Set<String> found = new TreeSet<>();
        for (String place : holding(texts)) {
            found.add(place.substring(0, place.indexOf(" in ")));
        }
        return found;
    }

    private static List<String> forms(byte[] bytes) throws IOException {
        List<String> forms = new ArrayList<>();
        forms.add(new String(bytes, StandardCharsets.ISO_8859_1));
        forms.add(new String(bytes, StandardCharsets.UTF_16LE));
        forms.add(new String(bytes, StandardCharsets.UTF_16BE));
        if (bytes.length > 4 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b) {
            forms.add(text(new GZIPInputStream(new ByteArrayInputStream(bytes))));
        }
        if (bytes.length > 4 && bytes[0] == 0x28 && bytes[1] == (byte) 0xb5) {
            forms.add(text(new ZstdInputStream(new ByteArrayInputStream(bytes))));
        }
        return forms;
    }

    private static String text(InputStream in) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (in) {
            in.transferTo(text);
        } catch (IOException e) {
            // A leftover that is cut off: the readable part is searched.
        }
        return text.toString(StandardCharsets.ISO_8859_1);
    }
}
