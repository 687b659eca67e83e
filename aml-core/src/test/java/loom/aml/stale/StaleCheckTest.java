package loom.aml.stale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.io.LocalDisk;
import loom.aml.locate.ProjectOfStore;
import loom.aml.stale.project.Project;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.kind.StoreKinds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mentions in real stores are looked up in a real repository. */
class StaleCheckTest {
    private static final long SEED = Long.getLong("aml.seed", System.nanoTime());

    @TempDir
    private Path directory;

    private Path shop;

    @BeforeEach
    void makeRepository() throws IOException {
        shop = Files.createDirectories(directory.toRealPath().resolve("shop"));
        file("src/jobs/job.ts", "");
        file("packages/web/src/page.tsx", "");
        file("docs/guide.md", "");
        file("core/pom.xml", "<artifactId>assertj-core</artifactId>");
        file("Makefile", "X := 1\n.PHONY: it\nit build: src\n\techo\n");
        file("justfile", "set shell := ['sh']\nfmt arg='x':\n    echo\nalias f := fmt\n");
        file("package.json", "{\"scripts\": {\"test:unit\": \"x\"}, \"dependencies\": {\"lodash\": \"1\"}}");
        file("packages/web/package.json", "{\"scripts\": {\"dev\": \"x\"}}");
    }

    private void file(String path, String text) throws IOException {
        Path file = shop.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void note(String name, String text) throws IOException {
        file(".claude/memory/" + name, text);
    }

    private StaleReport check(Path store, Optional<Path> repository) throws IOException {
        LocalDisk disk = new LocalDisk();
        try (MemoryStore opened = StoreKinds.openReadOnly(store)) {
            Optional<Path> root = repository.isPresent()
                    ? repository
                    : new ProjectOfStore(disk).of(opened.place().root());
            Optional<Project> project = root.map(path -> new Project(disk, path, 10_000));
            return new StaleCheck(StalePolicy.DEFAULT).check(opened, Selection.ALL, project);
        }
    }

    private StaleReport check() throws IOException {
        return check(shop.resolve(".claude/memory"), Optional.empty());
    }

    /** Returns the reported mentions as {@code id:line mention: reason -> suggestion}. */
    private static List<String> lines(StaleReport report) {
        return report.stale().stream()
                .map(one -> one.source().item() + ":" + one.mention().line() + " "
                        + one.mention().text() + ": " + one.missing()
                        + one.suggestion().map(near -> " -> " + near).orElse(""))
                .toList();
    }

    @Test
    void missingFile_isReportedWithItsLineInTheFile_andThePlaceItMovedTo() throws IOException {
        note("a.md", "---\nname: a\n---\n\nText.\ncheck `src/import/job.ts` first; see src/jobs/job.ts\n");
        assertThat(lines(check())).containsExactly("a:6 src/import/job.ts: no such file -> src/jobs/job.ts");
    }

    @Test
    void file_isFoundFromWhereItIsAtHome_andUnderTheNameOfTheRepository() throws IOException {
        note("a.md", "`src/page.tsx`, `jobs/job.ts`, `shop/docs/guide.md`, `packages/web/`, [guide](docs/guide.md)\n");
        StaleReport report = check();
        assertThat(report.stale()).isEmpty();
        assertThat(report.checked()).isEqualTo(5);
    }

    @Test
    void filesWithinAFolderThatIsNotHere_areNotReported_butTheFolderIs() throws IOException {
        note("a.md", """
                - `src/gone/` - the old importer
                  - `core/card.ts` - a card
                    - [ ] text with `core/deck.ts`
                - `packages/web/` - the pages
                  - `src/none.tsx`
                - `themes/` - a repository beside this one (has its own `scripts/browse.py`)
                Afterwards `core/free.ts` is free.

                ## Tracker (`tracker/`)
                `src/tracker/run.py` runs it.
                ### Details
                - `src/tracker/more.py`
                ## End
                `src/tracker/last.py`
                """);
        assertThat(lines(check()))
                .containsExactly(
                        "a:1 src/gone/: no such file or directory",
                        "a:5 src/none.tsx: no such file",
                        "a:7 core/free.ts: no such file",
                        "a:14 src/tracker/last.py: no such file");
    }

    @Test
    void commands_areLookedUpInTheirManifests() throws IOException {
        note("a.md", """
                `make it`, `make build`, `make src`, `just fmt x`, `just f`, `npm run test:unit`, `cd packages/web && npm run dev`
                `make lint`, `just lint`, `npm run test`, `./scripts/run.sh`, `mvn -pl core,billing test`
                """);
        assertThat(lines(check()))
                .containsExactly(
                        "a:2 make lint: no such target in the Makefile",
                        "a:2 just lint: no such recipe in the justfile",
                        "a:2 npm run test: no such script in package.json -> npm run test:unit",
                        "a:2 ./scripts/run.sh: no such file",
                        "a:2 mvn -pl billing: no such module");
    }

    @Test
    void commandsThatMayBeDefinedElsewhere_areNotReported() throws IOException {
        file("Makefile", "include *.mk\nit:\n");
        file("justfile", "import 'other.just'\n");
        file("package.json", "{ not valid");
        note("a.md", "`make lint`, `just lint`, `npm run none`, `yarn run eslint`, `./server`\n");
        file("go.mod", "module x\n");
        assertThat(lines(check())).isEmpty();
    }

    @Test
    void packages_areLookedUpInTheManifests() throws IOException {
        note(
                "a.md",
                "the `lodash` dependency, the `left-pad` dependency, the `serde` crate, the `org.assertj:assertj-core` dependency\n");
        // Without a Cargo.toml, nothing is known about crates.
        assertThat(lines(check())).containsExactly("a:1 left-pad: no such dependency in any manifest");
    }

    @Test
    void notes_areFoundByIdNameAndTitle_andByPagesOfTheRepository() throws IOException {
        note("project_release.md", "---\nname: Release Train\n---\nx\n");
        note("team/b.md", "[[a]], [up](../a.md), [[team/b]]\n");
        note(
                "a.md",
                "[[project_release]], [[release-train]], [[b]], [[guide]], [b](team/b.md)\n[[release]], [c](c.md)\n");
        assertThat(lines(check()))
                .containsExactly(
                        "a:2 c.md: no such file", "a:2 [[release]]: no memory of this name -> project_release");
    }

    @Test
    void indexLines_areReportedWithTheirEntry_andProseWithTheFile() throws IOException {
        note("a.md", "x\n");
        note(
                "MEMORY.md",
                "# Memory\n- [A](a.md) — bump it in config/cache.ts\n- [Gone](gone.md) — away\n\nProse: `src/none.ts`\n");
        assertThat(lines(check()))
                .containsExactly(
                        "MEMORY#a:2 config/cache.ts: no such file",
                        "MEMORY#gone:3 gone.md: no such file",
                        "MEMORY.md:5 src/none.ts: no such file");
    }

    @Test
    void patterns_areCheckedInTextAndCode_byField() throws IOException {
        file(".loom/memory/debugger/patterns.json", """
                [{"id": "p1", "agent": "debugger", "pattern": {"context": "in `src/import/job.ts`", "approach": {
                  "technique": "retry", "codeTemplate": "a\\n// src/none/run.ts\\nmake sure", "steps": ["`make lint`"]}}}]
                """);
        StaleReport report = check(shop.resolve(".loom/memory"), Optional.empty());
        assertThat(report.stale())
                .extracting(one -> one.source().field() + ":" + one.mention().line() + " "
                        + one.mention().text())
                .containsExactlyInAnyOrder(
                        "pattern.context:1 src/import/job.ts",
                        "pattern.approach.codeTemplate:2 src/none/run.ts",
                        "pattern.approach.steps:1 make lint");
    }

    @Test
    void withoutARepository_onlyLinksBetweenMemoriesAreChecked() throws IOException {
        Path store = directory.resolve("home/.claude/projects/-no-such-project/memory");
        Files.createDirectories(store);
        Files.writeString(
                store.resolve("a.md"), "`src/none.ts` `make it` [g](docs/guide.md) [[b]] [c](c.md) ../x.md\n");
        StaleReport report = check(store, Optional.empty());
        assertThat(report.repository()).isEmpty();
        assertThat(lines(report))
                .containsExactlyInAnyOrder("a:1 c.md: no such file", "a:1 [[b]]: no memory of this name");
    }

    @Test
    void nothingBehindALink_isLookedUp() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("package.json"), "{\"scripts\": {}}");
        Files.createSymbolicLink(shop.resolve("linked"), outside);
        Files.delete(shop.resolve("Makefile"));
        Files.createSymbolicLink(shop.resolve("Makefile"), outside.resolve("package.json"));
        note("a.md", "`linked/none.ts` `make lint` [up](../../../outside/none.md)\n");
        assertThat(lines(check())).isEmpty();
    }

    @Test
    void repositoryBeyondTheLimit_isReportedAsIncomplete_andNothingUncertainIsReported() throws IOException {
        note("a.md", "`elsewhere/none.ts` `src/none.ts`\n");
        LocalDisk disk = new LocalDisk();
        try (MemoryStore opened = StoreKinds.openReadOnly(shop.resolve(".claude/memory"))) {
            StaleReport report = new StaleCheck(StalePolicy.DEFAULT)
                    .check(opened, Selection.ALL, Optional.of(new Project(disk, shop, 3)));
            assertThat(report.isComplete()).isFalse();
            assertThat(lines(report)).containsExactly("a:1 src/none.ts: no such file");
        }
    }

    @Test
    void agentsThatWereNotSelected_areNotReported_butTheirNotesExist() throws IOException {
        note("team/b.md", "`src/none.ts`\n");
        note("a.md", "[[b]] [[none]]\n");
        try (MemoryStore opened = StoreKinds.openReadOnly(shop.resolve(".claude/memory"))) {
            StaleReport report = new StaleCheck(StalePolicy.DEFAULT)
                    .check(opened, Selection.ofAgents(Set.of("memory")), Optional.empty());
            assertThat(lines(report)).containsExactly("a:1 [[none]]: no memory of this name");
        }
    }

    @Test
    void unreadableNote_exists_andIsReported() throws IOException {
        note("a.md", "[[b]] [b](b.md)\n");
        Files.write(shop.resolve(".claude/memory/b.md"), new byte[] {'x', (byte) 0xff, '\n'});
        StaleReport report = check();
        assertThat(report.stale()).isEmpty();
        assertThat(report.findings())
                .singleElement()
                .satisfies(one -> assertThat(one.isProblem()).isTrue());
    }

    @Test
    void randomNotes_areChecked_andNothingChanges() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        String[] pieces = {
            "`",
            "src/",
            "jobs/",
            "job.ts",
            "../",
            "./",
            "make ",
            "it",
            "npm run ",
            "[[",
            "]]",
            "[x](",
            ")",
            "\n",
            " ",
            "mem:",
            "cd ",
            "&& ",
            "`the `",
            "```sh\n",
            "é",
            "%2e%2e/",
            "docs",
            ".md",
            "a",
            "dependency",
            "just ",
            "-pl ",
            "mvn ",
            "\u0007",
            ":",
            "1"
        };
        for (int note = 0; note < 200; note++) {
            StringBuilder text = new StringBuilder("x");
            for (int i = random.nextInt(80); i > 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            note("n" + note + ".md", text.toString());
        }
        TreeMap<String, String> before = contents();
        StaleReport report = check();
        assertThat(report.items()).as("seed " + SEED).isEqualTo(200);
        assertThat(report.stale())
                .as("seed " + SEED)
                .allSatisfy(one -> assertThat(one.missing()).isNotEmpty());
        assertThat(contents()).isEqualTo(before);
    }

    private TreeMap<String, String> contents() throws IOException {
        TreeMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file + " " + Files.getLastModifiedTime(file), Files.readString(file));
            }
        }
        return contents;
    }
}
