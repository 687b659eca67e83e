package loom.aml.cli.schedule;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.job.JobKind;
import loom.aml.cli.print.ShellWord;

/**
 * The text of a crontab with one block of aml per store. Everything else is preserved byte for byte: lines can be in any encoding, so that
 * a crontab is read with one character per byte, and paths are encoded for it.
 *
 * <pre>
 * # begin aml /srv/shop/.loom/memory
 * # daily job
 * 15 4 * * * /opt/aml/aml /srv/shop/.loom/memory maintain --quiet
 * # end aml /srv/shop/.loom/memory
 * </pre>
 */
final class CrontabText {
    private static final String BEGIN = "# begin aml ";
    private static final String END = "# end aml ";

    private CrontabText() {}

    static String block(Schedule schedule) {
        StringBuilder block = new StringBuilder(BEGIN + schedule.store() + "\n");
        for (Job job : schedule.jobs()) {
            block.append("# ").append(job.description()).append('\n');
            block.append(job.times().cron())
                    .append(' ')
                    .append(quoted(schedule.launcher()))
                    .append(' ')
                    .append(quoted(schedule.store()))
                    .append(' ')
                    .append(String.join(" ", job.words()))
                    .append('\n');
        }
        return block + END + schedule.store() + "\n";
    }

    /**
     * Quotes a word for the shell of cron. Cron itself treats a percent sign as the end of the line, even in quotes.
     */
    static String quoted(String word) {
        return ShellWord.ofPosix(word).replace("%", "\\%");
    }

    /** Returns the block of a store with its marks; empty if absent. */
    static Optional<String> blockOf(String crontab, String store) throws IOException {
        int begin = begin(crontab, store);
        return begin < 0 ? Optional.empty() : Optional.of(crontab.substring(begin, end(crontab, store, begin)));
    }

    /** Returns the blocks of all stores, and nothing else. A block without its end is left out, since its extent is unknown. */
    static String blocks(String crontab) {
        StringBuilder blocks = new StringBuilder();
        int at = 0;
        while (at < crontab.length()) {
            int next = lineAfter(crontab, at);
            String line = crontab.substring(at, next);
            if (line.startsWith(BEGIN)) {
                int end =
                        lineStart(crontab, END + line.substring(BEGIN.length()).replace("\n", ""), next);
                if (end >= 0) {
                    next = lineAfter(crontab, end);
                    blocks.append(crontab, at, next);
                }
            }
            at = next;
        }
        return blocks.toString();
    }

    private static int lineAfter(String text, int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end + 1;
    }

    /** Replaces the block of the store, or appends it. */
    static String with(String crontab, String store, String block) throws IOException {
        int begin = begin(crontab, store);
        if (begin >= 0) {
            return crontab.substring(0, begin) + block + crontab.substring(end(crontab, store, begin));
        }
        return crontab.isEmpty() || crontab.endsWith("\n") ? crontab + block : crontab + "\n" + block;
    }

    static String without(String crontab, String store) throws IOException {
        int begin = begin(crontab, store);
        return begin < 0 ? crontab : crontab.substring(0, begin) + crontab.substring(end(crontab, store, begin));
    }

    /** Returns a text as it is in a crontab that was read, with one character per byte. */
    static String encoded(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Returns the text of a crontab for people, without a way back if it is not UTF-8. */
    static String decoded(String crontab) {
        return new String(crontab.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Returns the jobs of a store that lines of a decoded text run. They name its absolute path; aml or a person wrote them. */
    static Set<JobKind> jobsOf(String crontab, String store) {
        String operand = " " + quoted(store) + " ";
        Set<JobKind> jobs = EnumSet.noneOf(JobKind.class);
        for (String line : crontab.split("\n", -1)) {
            int at = line.indexOf(operand);
            if (at < 0 || line.strip().startsWith("#")) {
                continue;
            }
            List<String> words = List.of(line.substring(at + operand.length()).split("[ \t]+", -1));
            for (JobKind kind : JobKind.values()) {
                if (words.containsAll(kind.arguments()) && !words.contains("--dry-run")) {
                    jobs.add(kind);
                }
            }
        }
        return jobs;
    }

    private static int begin(String crontab, String store) {
        return lineStart(crontab, BEGIN + store, 0);
    }

    private static int end(String crontab, String store, int begin) throws IOException {
        String mark = END + store;
        int end = lineStart(crontab, mark, begin);
        if (end < 0) {
            throw new IOException("the crontab has a line '" + BEGIN + store + "' without the line '" + mark
                    + "' that ends the block; fix it with 'crontab -e'");
        }
        return Math.min(crontab.length(), end + mark.length() + 1);
    }

    private static int lineStart(String text, String line, int from) {
        for (int at = text.indexOf(line, from); at >= 0; at = text.indexOf(line, at + 1)) {
            int after = at + line.length();
            boolean isWhole =
                    (at == 0 || text.charAt(at - 1) == '\n') && (after == text.length() || text.charAt(after) == '\n');
            if (isWhole) {
                return at;
            }
        }
        return -1;
    }
}
