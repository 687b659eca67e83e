package loom.aml.server.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import loom.aml.item.ItemKey;

/** The addresses of pages. */
final class Addresses {
    private Addresses() {}

    /** Returns text as one segment of a path or as a value of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String store(String id) {
        return "/stores/" + id;
    }

    static String item(String store, ItemKey key) {
        return item(store, key.agent(), key.kind().word(), key.id());
    }

    static String item(String store, String agent, String kind, String id) {
        return store(store) + "/items/" + encoded(agent) + '/' + kind + '/' + encoded(id);
    }

    static String run(String store, String run) {
        return store(store) + "/runs/" + encoded(run);
    }

    static String snapshot(String store, String snapshot) {
        return store(store) + "/backups/" + encoded(snapshot);
    }
}
