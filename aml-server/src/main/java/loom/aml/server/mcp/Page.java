package loom.aml.server.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.ServerDescription;
import loom.aml.server.rpc.RpcException;

/**
 * A page of a list. The cursor of the next page is base64url of {@code INDEX:NAME}, where the name is that of the last entry so far.
 * If the list changes between two pages, the next page still continues after that entry.
 */
record Page<T>(String key, List<T> all, Function<T, String> name, Function<T, JsonObject> entry) {
    Answer from(JsonObject params, ServerDescription server) throws RpcException {
        int from = params.has("cursor") ? start(Params.text(params, "cursor")) : 0;
        int to = Math.min(all.size(), from + server.pageSize());
        JsonObject.Builder result = JsonObject.builder()
                .put(key, all.subList(from, to).stream().map(entry).toList());
        if (to < all.size()) {
            result.put("nextCursor", cursor(to));
        }
        return new Answer(result.build(), server.lists());
    }

    private String cursor(int index) {
        String text = index + ":" + name.apply(all.get(index - 1));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private int start(String cursor) throws RpcException {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            int index = Integer.parseInt(text.substring(0, Math.max(colon, 0)));
            String last = text.substring(colon + 1);
            if (index > 0
                    && index <= all.size()
                    && name.apply(all.get(index - 1)).equals(last)) {
                return index;
            }
            for (int i = 0; i < all.size(); i++) {
                if (name.apply(all.get(i)).equals(last)) {
                    return i + 1;
                }
            }
        } catch (IllegalArgumentException e) {
            // Not one of our cursors.
        }
        throw RpcException.invalidParams("invalid cursor: restart the list without a cursor");
    }
}
