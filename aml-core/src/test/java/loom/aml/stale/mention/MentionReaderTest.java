package loom.aml.stale.mention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certain mentions are found, and nothing else. */
class MentionReaderTest {
    private static final long SEED = Long.getLong("aml.seed", System.nanoTime());
    private static final int LIMIT = 1_000;

    private static List<String> mentions(String text) {
        return MentionReader.ofMarkdown(text, 1, LIMIT).mentions().stream()
                .map(one -> one.word() + " " + one.text())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check `src/import/job.ts` first",
                "see src/import/job.ts.",
                "**src/import/job.ts**",
                "(src/import/job.ts)",
                "\"src/import/job.ts\"",
                "`src/import/job.ts:42`",
                "`src/import/job.ts:42:7`",
                "``src/import/job.ts``",
            })
    void path_isFound(String text) {
        assertThat(MentionReader.ofMarkdown(text, 1, LIMIT).mentions())
                .singleElement()
                .isInstanceOfSatisfying(
                        Mention.FilePath.class, path -> assertThat(path.path()).isEqualTo("src/import/job.ts"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "`src/**/*.ts` and `src/{a,b}.ts`",
                "https://example.org/src/job.ts and `git@host.org:x/y.git`",
                "github.com/acme/shop/job.go",
                "`/etc/hosts.conf`, `~/.ssh/config.yml`, `$HOME/x.sh`, `C:\\src\\job.ts`",
                "`<repo>/src/job.ts` and `path/to/file.ts` and `foo/bar.ts` and `src/your-module.ts`",
                "`../other/job.ts`",
                "application/json, `feature/login`, `origin/main`, and/or, 24/7, v1.2/v1.3",
                "`node_modules/x/index.js` and `dist/index.js` and `build/report.html`",
                "Node.js/Express.js, `Vue.js`, `job.ts`, `@/components/x.tsx`",
                "`src/old.ts` was removed, and `src/older.ts` no longer exists",
                "`src/one.ts` \u2192 `src/two.ts`, compiled",
                "`gen` writes `src/gen.ts`; it generates it each time",
                "[home](https://example.org/a.md), [top](#top), [root](/a.md), [mail](mailto:a@b.md)",
                "if [[ -f file ]]; then, and [[name]]",
                "`mem:<topic>`",
                "```ts\nimport x from 'src/none.ts'\n```",
                "```console\nmake it\n```",
                "```sh\ncat <<EOF\nmake it\nEOF\n```",
                "make it work, and just do it; run npm run then",
                "`make -f other.mk it`, `make $(X)`, `npm run \"$X\"`, `npm run build:*`",
                "`lodash` is a package; do not add the `left-pad` dependency",
            })
    void uncertainMention_isNotFound(String text) {
        assertThat(mentions(text)).isEmpty();
    }

    @Test
    void lines_areCounted_whateverEndsThem() {
        String text = "one\r\n\n`src/job.ts`\r\n```sh\nmake it\n```\n[[b]]";
        assertThat(MentionReader.ofMarkdown(text, 10, LIMIT).mentions())
                .extracting(Mention::line, Mention::text)
                .containsExactly(tuple(12, "src/job.ts"), tuple(14, "make it"), tuple(16, "[[b]]"));
    }

    @Test
    void links_areFound_evenOnLinesAboutWhatIsGone() {
        assertThat(
                        mentions(
                                "[guide](docs/a%20b.md#top \"x\") was removed; see [[other-note|it]], `mem:core/rules` and mem:core."))
                .containsExactlyInAnyOrder(
                        "link docs/a%20b.md#top", "note [[other-note|it]]", "note mem:core/rules", "note mem:core");
    }

    @Test
    void commands_areFound_withTheirFolder() {
        assertThat(mentions("""
                        `make it` takes 3, `make -C api lint CI=1` more.
                        ```sh
                        $ cd web && npm run dev -- --host   # the server
                        pnpm run test:unit | tee log; ./scripts/deploy.sh prod
                        just fmt
                        bash tools/setup.sh
                        mvn -o -pl core,api/web test
                        ```
                        """))
                .containsExactly(
                        "command make it",
                        "command make lint",
                        "command npm run dev",
                        "command pnpm run test:unit",
                        "command ./scripts/deploy.sh",
                        "command just fmt",
                        "command tools/setup.sh",
                        "command mvn -pl core",
                        "command mvn -pl api/web");
    }

    @Test
    void packages_areFound_whereTheTextSaysSo() {
        assertThat(mentions(
                        "the `serde` crate, the npm package `left-pad`, the `lodash` dependency, package `@acme/ui`,"
                                + " the `org.assertj:assertj-core` dependency, `requests` and `x`"))
                .containsExactly(
                        "package serde",
                        "package left-pad",
                        "package lodash",
                        "package @acme/ui",
                        "package org.assertj:assertj-core");
    }

    @Test
    void code_mentionsPathsOfTheRepositoryAndScripts_butNoWordsAfterMake() {
        assertThat(MentionReader.ofCode("// see src/auth/session.ts\nimport './x.js'\nmake sure\nnpm run gen\n", LIMIT)
                        .mentions())
                .extracting(Mention::text)
                .containsExactly("src/auth/session.ts", "npm run gen");
    }

    @Test
    void moreMentionsThanTheLimit_areReportedAsIncomplete() {
        MentionReader.Result result = MentionReader.ofMarkdown("`src/one.ts` `src/two.ts`\n`src/three.ts`", 1, 2);
        assertThat(result.isComplete()).isFalse();
        assertThat(result.mentions()).hasSize(2);
    }

    static List<String> hostileTexts() {
        int megabyte = 1 << 20;
        StringBuilder runs = new StringBuilder();
        for (int i = 1; runs.length() < megabyte; i++) {
            runs.append("`".repeat(i % 2000 + 1)).append(' ');
        }
        return List.of(
                "`".repeat(megabyte),
                "` ".repeat(megabyte / 2),
                "`a\n".repeat(megabyte / 3),
                runs.toString(),
                "[[".repeat(megabyte / 2),
                "](".repeat(megabyte / 2),
                "[[a](b[[c](d.md".repeat(megabyte / 16),
                "mem:".repeat(megabyte / 4),
                "a/".repeat(megabyte / 2) + "x.ts",
                "```sh\n" + "make ".repeat(megabyte / 5),
                "> ".repeat(megabyte / 2) + "`src/a.ts`",
                "'".repeat(megabyte),
                "`" + "x".repeat(megabyte) + "`",
                "\u2028\ud800".repeat(megabyte / 2));
    }

    /** Each takes milliseconds; quadratic time would take minutes. */
    @ParameterizedTest
    @MethodSource("hostileTexts")
    void hostileText_costsLittle(String text) {
        assertTimeout(Duration.ofSeconds(5), () -> {
            MentionReader.ofMarkdown(text, 1, LIMIT);
            MentionReader.ofMarkdown(text.replace(' ', '\n'), 1, LIMIT);
            MentionReader.ofCode(text, LIMIT);
        });
    }

    @Test
    void randomText_isRead_whateverItIs() {
        String[] pieces = {
            "`", "``", "```", "~~~", "sh", "\n", "\r\n", " ", "[[", "]]", "](", ")", "mem:", "src/", "a.ts", ":", "1",
                    "make ", "npm run ", "just ",
            "cd ", "&&", ";", "\"", "'", "$", "#", "@", "..", "/", "é", "\ud83d\ude00", "\ud800", "\0", "mvn -pl ", ",",
                    "dependency", "crate ", "%", "\\"
        };
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            String whole = text.toString();
            long lines = whole.chars().filter(c -> c == '\n').count() + 1;
            assertThat(MentionReader.ofMarkdown(whole, 1, LIMIT).mentions())
                    .as("seed " + SEED + ": " + whole)
                    .allSatisfy(one -> {
                        assertThat((long) one.line()).isBetween(1L, lines);
                        assertThat(one.text()).isNotBlank();
                    });
            MentionReader.ofCode(whole, LIMIT);
        }
    }
}
