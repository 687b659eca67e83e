package loom.aml.merge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.merge.LabelledPair;
import loom.aml.merge.MergePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeciderTest {
    private static final Decider DECIDER =
            new Decider(MergePolicy.DEFAULT.related(), MergePolicy.DEFAULT.contradictory());

    @Test
    void noPairThatWasChangedIsTheSame() throws Exception {
        assertThat(wronglySame(LabelledPair.all())).isEmpty();
    }

    @Test
    void noTrapIsTheSame() throws Exception {
        assertThat(LabelledPair.traps()).hasSizeGreaterThanOrEqualTo(200);
        assertThat(wronglySame(LabelledPair.traps())).isEmpty();
    }

    private static List<String> wronglySame(List<LabelledPair> pairs) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (LabelledPair pair : pairs) {
            if (!pair.label().equals("SAME") && (isSame(pair, false) || isSame(pair, true))) {
                wrong.add(pair.form() + ": " + pair.one() + " / " + pair.other());
            }
        }
        return wrong;
    }

    private static boolean isSame(LabelledPair pair, boolean isSwapped) throws Exception {
        return verdict(pair, isSwapped) == Verdict.SAME;
    }

    private static Verdict verdict(LabelledPair pair, boolean isSwapped) throws Exception {
        Optional<ComparedItem> one = pair.compared(isSwapped ? pair.other() : pair.one());
        Optional<ComparedItem> other = pair.compared(isSwapped ? pair.one() : pair.other());
        return one.isEmpty() || other.isEmpty()
                ? Verdict.DIFFERENT
                : DECIDER.verdict(one.get(), other.get()).verdict();
    }

    @Test
    void threeInFivePairsThatSayTheSameAreRecognized() throws Exception {
        TreeMap<String, int[]> byForm = new TreeMap<>();
        int same = 0;
        int found = 0;
        for (LabelledPair pair : LabelledPair.all()) {
            if (pair.label().equals("SAME")) {
                boolean isFound = isSame(pair, false);
                same++;
                found += isFound ? 1 : 0;
                byForm.computeIfAbsent(pair.form(), _ -> new int[2])[isFound ? 0 : 1]++;
            }
        }
        String forms = byForm.entrySet().stream()
                .map(form ->
                        form.getKey() + " " + form.getValue()[0] + " of " + (form.getValue()[0] + form.getValue()[1]))
                .toList()
                .toString();
        assertThat((double) found / same).as(forms).isGreaterThanOrEqualTo(0.6);
    }

    @Test
    void suggestionsContainThePairsWithOneSubject_andNoOthers() throws Exception {
        int subjects = 0;
        int suggested = 0;
        int unrelated = 0;
        for (LabelledPair pair : LabelledPair.all()) {
            boolean isSuggested = verdict(pair, false) != Verdict.DIFFERENT;
            boolean isOneSubject = !pair.label().equals("UNRELATED");
            subjects += isOneSubject ? 1 : 0;
            suggested += isOneSubject && isSuggested ? 1 : 0;
            unrelated += !isOneSubject && isSuggested ? 1 : 0;
        }
        assertThat((double) suggested / subjects).isGreaterThanOrEqualTo(0.95);
        assertThat(unrelated).isZero();
    }

    @Test
    void anExplanationHasTheVerdictOfTheBriefDecision_inEitherOrder() throws Exception {
        List<LabelledPair> pairs = new ArrayList<>(LabelledPair.all());
        pairs.addAll(LabelledPair.traps());
        for (LabelledPair pair : pairs) {
            Optional<ComparedItem> one = pair.compared(pair.one());
            Optional<ComparedItem> other = pair.compared(pair.other());
            if (one.isPresent() && other.isPresent()) {
                Verdict brief = DECIDER.verdict(one.get(), other.get()).verdict();
                assertThat(DECIDER.decide(one.get(), other.get()).verdict())
                        .as(pair.toString())
                        .isEqualTo(brief);
                assertThat(DECIDER.decide(other.get(), one.get()).verdict() == Verdict.SAME)
                        .as(pair.toString())
                        .isEqualTo(brief == Verdict.SAME);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The timeout of the client is 90 s. | The timeout of the client is 1.5 minutes.",
                "Do not retry the payment of an order. | Don't retry the payment of an order!",
                "Backups are kept for two weeks. | Backups are kept for 14 days.",
                "NEVER push to the main branch. | Never push to the main branch.",
                "The behaviour of the cache is tested. | The behavior of the cache is tested.",
                "Use **pnpm** for every install. | Use pnpm for every install.",
                "The connection pool is small. | The connetion pool is small.",
                "Backups are kept. The replica is small. | The replica is small. Backups are kept."
            })
    void harmlessDifferencesAreTheSame(String one, String other) throws Exception {
        assertThat(decide(one, other).verdict()).isEqualTo(Verdict.SAME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The database listens on port 5432. | The database listens on port 5433. | VALUE | 5432 | 5433",
                "The replica must receive writes. | The replica must not receive writes. | NEGATION | '' | not",
                "Prefer tabs over spaces here. | Prefer spaces over tabs here. | ORDER | spaces | tabs",
                "Retry at least twice in the client. | Retry at most twice in the client. | OPPOSITE | least | most"
            })
    void theOppositeIsContradictory_withTheWordsThatDiffer(
            String one, String other, Relation relation, String word, String otherWord) throws Exception {
        Decision decision = decide(one, other);
        assertThat(decision.verdict()).isEqualTo(Verdict.CONTRADICTORY);
        assertThat(decision.differences()).singleElement().satisfies(aligned -> {
            assertThat(aligned.relation()).isEqualTo(relation);
            assertThat(String.join(" ", aligned.otherDiffering())).contains(otherWord);
            assertThat(String.join(" ", aligned.differing())).contains(word);
        });
    }

    @Test
    void anotherNameIsRelated() throws Exception {
        Decision decision =
                decide("Sessions are stored in Redis for the shop.", "Sessions are stored in Kafka for the shop.");
        assertThat(decision.verdict()).isEqualTo(Verdict.RELATED);
        assertThat(decision.reason()).isEqualTo("text differs");
    }

    @Test
    void anEncryptedItem_orOneWithAKeyTwice_isNotCompared() throws Exception {
        for (String text : List.of(
                "{\"id\":\"1\",\"encrypted\":\"a\",\"iv\":\"b\",\"authTag\":\"c\"}",
                "{\"id\":\"1\",\"text\":\"a b c d\",\"text\":\"a b c e\"}")) {
            assertThat(ComparedItem.of(Item.alone(text.getBytes(StandardCharsets.UTF_8), ItemKind.NOTE)))
                    .isEmpty();
        }
    }

    private static Decision decide(String one, String other) throws Exception {
        return DECIDER.decide(note(one), note(other));
    }

    private static ComparedItem note(String text) throws Exception {
        JsonObject note =
                JsonObject.builder().put("id", "note").put("text", text).build();
        return ComparedItem.of(Item.alone(note.toUtf8(), ItemKind.NOTE)).orElseThrow();
    }
}
