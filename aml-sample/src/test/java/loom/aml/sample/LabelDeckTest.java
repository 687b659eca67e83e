package loom.aml.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import loom.aml.item.ItemKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LabelDeckTest {

    @ParameterizedTest
    @EnumSource(names = {"PATTERN", "SOLUTION", "DECISION"})
    void deal_givesEachHundredItemsThePromisedShares(ItemKind kind) {
        LabelDeck deck = new LabelDeck(kind, new Draws(7));
        List<List<Label>> decks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Map<Label, Integer> counts = new EnumMap<>(Label.class);
            List<Label> dealt = new ArrayList<>();
            for (int card = 0; card < 100; card++) {
                Label label = deck.deal();
                dealt.add(label);
                counts.merge(label, 1, Integer::sum);
            }
            assertThat(counts).isEqualTo(LabelDeck.percentages(kind));
            decks.add(dealt);
        }

        assertThat(decks).doesNotHaveDuplicates();
    }

    @Test
    void everyLabelButFresh_isInADeck() {
        Set<Label> labels = EnumSet.of(Label.FRESH);
        for (ItemKind kind : ItemKind.RUNTIME) {
            labels.addAll(LabelDeck.percentages(kind).keySet());
        }

        assertThat(labels).containsExactlyInAnyOrder(Label.values());
    }

    @ParameterizedTest
    @EnumSource
    void label_hasAReasonIfItIsRemoved(Label label) {
        boolean goes = label.outcome() == Label.Outcome.PRUNED || label.outcome() == Label.Outcome.COLLECTED;

        assertThat(label.reason() != null).isEqualTo(goes);
        assertThat(label.strategy() != null).isEqualTo(goes);
        assertThat(label.word()).matches("[a-z]+(_[a-z]+)?").isEqualToIgnoringCase(label.name());
        assertThat(label.outcome().word()).isIn("kept", "pruned", "collected", "completed");
    }
}
