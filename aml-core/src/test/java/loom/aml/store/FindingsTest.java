package loom.aml.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The findings of one file, however many there are. */
class FindingsTest {
    private final Findings findings = new Findings("debugger/patterns.json");

    private void add(Finding.Kind kind, int count) {
        for (int i = 0; i < count; i++) {
            String where = "item " + i;
            findings.add(kind, () -> Finding.of(kind, where, "no date", "give it one"));
        }
    }

    @Test
    void few_areKeptOneByOne() {
        add(Finding.Kind.UNDATED, 20);

        assertThat(findings.list()).hasSize(20).extracting(Finding::where).startsWith("item 0", "item 1");
        assertThat(findings.count(Finding.Kind.UNDATED)).isEqualTo(20);
        assertThat(findings.count(Finding.Kind.PINNED)).isZero();
    }

    @Test
    void more_areCounted_eachKindByItself_andNotEvenMade() {
        add(Finding.Kind.UNDATED, 20);
        findings.add(Finding.Kind.UNDATED, () -> {
            throw new AssertionError("this one is only counted");
        });
        findings.add(Finding.Kind.UNDATED, () -> {
            throw new AssertionError("this one too");
        });
        add(Finding.Kind.PINNED, 1);

        assertThat(findings.count(Finding.Kind.UNDATED)).isEqualTo(22);
        assertThat(findings.list()).hasSize(22);
        assertThat(findings.list())
                .filteredOn(finding -> finding.kind() == Finding.Kind.UNDATED)
                .last()
                .satisfies(rest -> {
                    assertThat(rest.where()).isEqualTo("debugger/patterns.json");
                    assertThat(rest.what()).isEqualTo("2 more items of the kind 'no date'");
                });
        assertThat(findings.list())
                .filteredOn(finding -> finding.kind() == Finding.Kind.PINNED)
                .hasSize(1);
    }
}
