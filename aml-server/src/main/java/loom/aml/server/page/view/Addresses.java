package loom.aml.server.page.view;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import loom.aml.item.ItemKey;

/** The addresses of pages. Names and ids of a store may contain anything, so that each is encoded. */
public final class Addresses {
    private Addresses() {}

    /** Returns text as one segment of a path or as a value of a query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public static String store(String id) {
        return "/stores/" + encoded(id);
    }

    /** Returns the address of the items of an agent. */
    public static String agent(String store, String agent) {
        return store(store) + "/items?agent=" + encoded(agent);
    }

    public static String item(String store, ItemKey key) {
        return item(store, key.agent(), key.kind().word(), key.id());
    }

    public static String item(String store, String agent, String kind, String id) {
        return store(store) + "/items/" + encoded(agent) + '/' + encoded(kind) + '/' + encoded(id);
    }

    public static String run(String store, String run) {
        return store(store) + "/runs/" + encoded(run);
    }

    public static String snapshot(String store, String snapshot) {
        return store(store) + "/backups/" + encoded(snapshot);
    }

    public static String alert(String store, String alert) {
        return store(store) + "/alerts/" + encoded(alert);
    }

    public static String job(String store, String job) {
        return store(store) + "/jobs/" + encoded(job);
    }

    /** Returns the address of an operation. */
    public static String operation(String store, String operation) {
        return store(store) + "/operations/" + encoded(operation);
    }
}
