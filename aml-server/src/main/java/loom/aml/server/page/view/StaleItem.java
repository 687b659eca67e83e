package loom.aml.server.page.view;

import java.util.List;

/**
 * An item that mentions things that no longer exist.
 *
 * @param key its key, which a form sends
 * @param mentions the missing things in words
 */
public record StaleItem(String key, String address, String title, List<String> mentions) {
    public StaleItem {
        mentions = List.copyOf(mentions);
    }
}
