package loom.aml.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownIdsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "debugger",
                "r\udce9viseur",
                "\udcc0\udcaf",
                "a\nb",
                "team\\dev",
                "quo\"te",
                "cafe\u0301",
                "\u202egnp"
            })
    void writtenIds_areReadAgain(String agent) {
        Map<String, String> versions = Map.of(agent + "/patterns.json", "12 x", "other/decisions.json", "7 y");

        byte[] bytes = new KnownIds(ExistenceFilter.forItems(10), versions).toBytes();

        assertThat(KnownIds.parse(bytes).map(KnownIds::versions)).contains(versions);
    }

    @Test
    void idsOfAnOlderVersion_areRebuilt() {
        byte[] head = "{\"debugger/patterns.json\":\"12 x\"}".getBytes(StandardCharsets.UTF_8);
        byte[] bits = ExistenceFilter.forItems(10).toBytes();
        byte[] old = ByteBuffer.allocate(4 + head.length + bits.length)
                .putInt(head.length)
                .put(head)
                .put(bits)
                .array();

        assertThat(KnownIds.parse(old)).isEmpty();
    }
}
