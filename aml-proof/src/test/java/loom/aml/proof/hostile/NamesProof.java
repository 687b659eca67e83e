package loom.aml.proof.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loom.aml.TestItem;
import loom.aml.json.JsonObject;
import loom.aml.proof.Effort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names, ids and descriptions are untrusted: they must not control the terminal or break the JSON. */
class NamesProof {
    /** Clears the screen, rings the bell, sets the title, moves back, reverses the direction, ends the line. */
    private static final String EVIL = "e\u001b[2J\u0007\u001b]0;t\u0007\b\r\n\u009b2J\u202e\u2028x";

    private static final List<String> COMMANDS = List.of(
            "maintain --dry-run",
            "optimize gc --dry-run --explain",
            "prune --dry-run --explain",
            "backup create",
            "backup show",
            "backup list",
            "optimize gc --repair",
            "prune",
            "maintain",
            "history",
            "backup diff",
            "backup verify --all",
            "migrate detect",
            "migrate plan",
            "migrate migrate",
            "migrate history",
            "monitor metrics",
            "monitor health",
            "monitor report",
            "monitor alerts",
            "monitor history",
            "backup restore --dry-run",
            "backup restore",
            "undo",
            "config show");

    @TempDir
    private Path directory;

    private Victim victim;
    private final List<String> wild = new ArrayList<>();

    private void prepare() throws IOException {
        victim = new Victim(directory);
        String cut = TestItem.collection(Victim.kept(EVIL));
        victim.store()
                .put(EVIL + "/patterns.json", Victim.stale(EVIL), Victim.stale(EVIL), Victim.kept(EVIL))
                .put(EVIL + "/solutions.json", cut.substring(0, cut.length() - 9))
                .put(EVIL + "/decisions.json", TestItem.decision(EVIL).with("timestamp", EVIL))
                .put(EVIL + "/" + EVIL, "?")
                .put("debugger/patterns.json", Victim.stale(EVIL).with("pattern.type", EVIL), Victim.kept("a"))
                .put(EVIL + ".txt", "?");
        victim.run("backup", "create", "--description", EVIL);
    }

    @Test
    void names_withControlCharacters_neverCommandTheTerminal() throws IOException {
        prepare();
        int lines = 0;
        for (String command : COMMANDS) {
            String told = victim.run(command.split(" ")).toString();
            requireTame(command, told);
            lines += told.split("\n").length;
        }
        requireTame("a path", victim.run(EVIL, "maintain").toString());
        requireTame("a word", victim.run("maintain", EVIL).toString());
        requireTame("an option", victim.run("maintain", "--" + EVIL).toString());
        requireTame("an id", victim.run("pin", EVIL + "?").toString());
        requireTame("a run", victim.run("undo", EVIL).toString());
        requireTame("a snapshot", victim.run("backup", "show", EVIL).toString());
        requireTame("an agent", victim.run("prune", "--agents", EVIL + "?").toString());
        assertThat(wild).isEmpty();
        Effort.say("hostile names: " + COMMANDS.size() + " commands, " + lines + " lines looked at");
    }

    @Test
    void names_withControlCharacters_areWholeInJson() throws IOException {
        prepare();
        for (String command : COMMANDS) {
            String told = victim.run((command + " --json").split(" ")).out();
            JsonObject.parse(told);
            assertThat(told).as(command).doesNotContain("\u001b").doesNotContain("\u0007");
        }
    }

    private void requireTame(String what, String told) {
        told.lines()
                .filter(line -> line.codePoints().anyMatch(NamesProof::isWild))
                .findFirst()
                .ifPresent(line -> wild.add(what + " prints "
                        + JsonObject.builder().put("line", line).build()));
    }

    private static boolean isWild(int point) {
        return Character.isISOControl(point) || point == 0x202e || point == 0x2028;
    }
}
