package loom.aml.server.page.view;

import java.util.List;
import java.util.Optional;

/**
 * An item that mentions things that no longer exist.
 *
 * @param address its page
 * @param chosen the item in a form; empty if it has no id, so that no form can name it
 * @param mentions the missing things in words
 */
public record StaleItem(String title, String address, Optional<ChosenItem> chosen, List<String> mentions) {
    public StaleItem {
        mentions = List.copyOf(mentions);
    }
}
