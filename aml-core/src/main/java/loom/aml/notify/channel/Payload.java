package loom.aml.notify.channel;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.notify.Notice;

/** The JSON document that a receiver takes. */
@FunctionalInterface
public interface Payload {
    /**
     * Returns the document.
     *
     * @param store the location of the store
     */
    JsonObject of(String store, List<Notice> notices);
}
