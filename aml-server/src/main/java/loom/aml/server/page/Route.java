package loom.aml.server.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An address, in which {@code *} stands for any segment, and the page that answers there. */
record Route(String method, List<String> pattern, Handler handler) {

    /** Answers a call. */
    @FunctionalInterface
    interface Handler {
        Answer answer(PageCall call) throws Exception;
    }

    static Route get(String pattern, Handler handler) {
        return new Route("GET", List.of(pattern.substring(1).split("/", -1)), handler);
    }

    static Route post(String pattern, Handler handler) {
        return new Route("POST", List.of(pattern.substring(1).split("/", -1)), handler);
    }

    /** Returns the segments at the wildcards; empty if the path is another one. */
    Optional<List<String>> match(List<String> segments) {
        if (segments.size() != pattern.size()) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < pattern.size(); i++) {
            if (pattern.get(i).equals("*") && !segments.get(i).isBlank()) {
                values.add(segments.get(i));
            } else if (!pattern.get(i).equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
