package loom.aml.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import loom.aml.item.ItemKind;
import org.junit.jupiter.api.Test;

class SampleReportTest {
    private static final SampleReport REPORT = new SampleReport(
            9,
            20,
            12_345,
            Map.of(
                    Label.FRESH, Map.of(ItemKind.PATTERN, 5L, ItemKind.DECISION, 1L),
                    Label.OUTDATED, Map.of(ItemKind.SOLUTION, 2L),
                    Label.BROKEN, Map.of(ItemKind.SOLUTION, 1L)));

    @Test
    void count_isOfAllKindsOrOfOne() {
        assertThat(REPORT.count(Label.FRESH)).isEqualTo(6);
        assertThat(REPORT.count(Label.FRESH, ItemKind.DECISION)).isEqualTo(1);
        assertThat(REPORT.count(Label.FRESH, ItemKind.SOLUTION)).isZero();
        assertThat(REPORT.count(Label.STALE)).isZero();
    }

    @Test
    void json_reportsThePlantedItemsAndTheirOutcomes() {
        assertThat(REPORT.toJson().toString()).isEqualTo("""
                        {"items":9,"files":20,"bytes":12345,"planted":[\
                        {"label":"fresh","items":6,"patterns":5,"solutions":0,"decisions":1,"outcome":"kept",\
                        "strategy":null,"reason":null},\
                        {"label":"outdated","items":2,"patterns":0,"solutions":2,"decisions":0,"outcome":"kept",\
                        "strategy":null,"reason":null},\
                        {"label":"broken","items":1,"patterns":0,"solutions":1,"decisions":0,"outcome":"completed",\
                        "strategy":null,"reason":null}]}""");
    }
}
