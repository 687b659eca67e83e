package loom.aml.proof.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import loom.aml.io.DamagedException;
import loom.aml.io.MemoryFile;
import loom.aml.item.CollectionReader;
import loom.aml.item.Field;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.JacksonReader;
import loom.aml.item.Mutation;
import loom.aml.item.RandomJson;
import loom.aml.proof.Effort;
import org.junit.jupiter.api.Test;

/**
 * Compares the scanner with Jackson on millions of documents: both accept or reject, with the same boundaries and
 * values.
 */
class DifferentialProof {
    private final long seed = Long.getLong("aml.proof.seed", 1);
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong items = new AtomicLong();

    @Test
    void documents_areReadAlike() {
        int documents = Effort.of(2_000, 2_000_000);
        LongStream.range(seed, seed + documents).parallel().forEach(this::compare);

        Effort.say("differential, seeds from " + seed + ": " + documents + " documents, " + taken + " taken and "
                + (documents - taken.get()) + " refused by both, " + items + " items alike");
        assertThat(taken.get()).isBetween(documents / 4L, documents * 9L / 10);
    }

    private void compare(long number) {
        Random random = new Random(number);
        byte[] text = document(random);
        for (int times = random.nextInt(3); times > 0; times--) {
            text = Mutation.of(text, random);
        }
        String about = "seed " + number + ": " + new String(text, UTF_8);
        Optional<List<JacksonReader.Element>> theirs = JacksonReader.elements(text);
        assertThat(read(text, theirs.orElse(List.of()), random, about))
                .as(about)
                .isEqualTo(theirs.isPresent());
        taken.addAndGet(theirs.isPresent() ? 1 : 0);
    }

    /** Half of them are collections of arbitrary values, half of item-like objects. */
    private static byte[] document(Random random) {
        if (random.nextBoolean()) {
            return new RandomJson(random).collection(random.nextInt(5)).getBytes(UTF_8);
        }
        List<String> like = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            like.add(new RandomJson(random).itemLike());
        }
        return ("[" + String.join(" ,\n", like) + "]").getBytes(UTF_8);
    }

    /** Returns whether the scanner accepts a document; its values must be those of Jackson. */
    private boolean read(byte[] text, List<JacksonReader.Element> theirs, Random random, String about) {
        boolean isChanged = JacksonReader.isChanged(text);
        List<long[]> places = new ArrayList<>();
        try {
            CollectionReader.read(
                    MemoryFile.inPieces(text, random).text(), ItemKind.PATTERN, new CollectionReader.Visitor() {
                        @Override
                        public void item(Item item) {
                            int index = places.size();
                            places.add(new long[] {item.offset(), item.offset() + item.length()});
                            if (!isChanged && index < theirs.size()) {
                                fields(item, theirs.get(index), about);
                            }
                        }

                        @Override
                        public void stranger(ForeignElement element) {
                            places.add(new long[] {element.offset(), element.offset() + element.length()});
                        }
                    });
        } catch (DamagedException e) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(about, e);
        }
        assertThat(places).as(about).hasSameSizeAs(theirs);
        for (int i = 0; i < places.size(); i++) {
            assertThat(places.get(i))
                    .as(about)
                    .containsExactly(theirs.get(i).from(), theirs.get(i).to());
        }
        return true;
    }

    private void fields(Item item, JacksonReader.Element theirs, String about) {
        JacksonReader.Tree tree = theirs.fields();
        assertThat(tree).as(about).isNotNull();
        for (Field field : Field.values()) {
            JacksonReader.check(item, field, JacksonReader.at(tree, field.path()), about);
        }
        items.incrementAndGet();
    }
}
