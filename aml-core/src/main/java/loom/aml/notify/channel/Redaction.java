package loom.aml.notify.channel;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Removes the secrets of a request from the answer of its receiver, which may repeat them. */
final class Redaction {
    private static final int SHORTEST = 5;

    private final List<String> secrets = new ArrayList<>();

    Redaction(URI address, Map<String, String> headers) {
        add(address.getRawPath(), "/");
        add(address.getRawQuery(), "[&=]");
        add(headers.get("Authorization"), " ");
    }

    private void add(@Nullable String text, String separators) {
        if (text != null) {
            for (String part : text.split(separators, -1)) {
                if (part.length() >= SHORTEST && !part.equals("Bearer")) {
                    secrets.add(part);
                }
            }
        }
    }

    String of(String text) {
        String redacted = text;
        for (String secret : secrets) {
            redacted = redacted.replace(secret, "…");
        }
        return redacted;
    }
}
