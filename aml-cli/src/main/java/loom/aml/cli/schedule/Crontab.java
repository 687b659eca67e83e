package loom.aml.cli.schedule;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.job.JobKind;
import loom.aml.cli.Session;
import loom.aml.cli.system.Program;

/** Cron, by the program {@code crontab}. */
public final class Crontab implements Scheduler {
    private static final byte[] NOTHING = {};

    private final Program crontab;
    private final CrontabCopy copy;

    public Crontab(Session session) {
        this.crontab = new Program("crontab", session);
        this.copy = new CrontabCopy(session);
    }

    @Override
    public String name() {
        return "crontab";
    }

    @Override
    public boolean isThere() {
        return crontab.path().isPresent();
    }

    @Override
    public String text(Schedule schedule) {
        return CrontabText.block(schedule);
    }

    @Override
    public void install(Schedule schedule) throws IOException {
        write(CrontabText.with(read(), bytesAsText(schedule.store()), bytesAsText(CrontabText.block(schedule))));
        copy.put(schedule);
    }

    @Override
    public Set<JobKind> jobs(String store) throws IOException {
        if (!isThere()) {
            return Set.of();
        }
        String text;
        try {
            text = read();
        } catch (IOException e) {
            // A service without new privileges may not read the crontab.
            return copy.jobs(store).orElseThrow(() -> e);
        }
        return CrontabText.jobsOf(text, bytesAsText(store));
    }

    @Override
    public Optional<String> installed(String store) throws IOException {
        return CrontabText.blockOf(read(), bytesAsText(store))
                .map(block -> new String(block.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    @Override
    public boolean remove(String store) throws IOException {
        copy.remove(store);
        String before = read();
        String after = CrontabText.without(before, bytesAsText(store));
        if (before.equals(after)) {
            return false;
        }
        if (after.isEmpty()) {
            crontab.require(NOTHING, "-r");
        } else {
            write(after);
        }
        return true;
    }

    private String read() throws IOException {
        Program.Result result = crontab.run(NOTHING, "-l");
        if (result.code() == 0) {
            return new String(result.output(), StandardCharsets.ISO_8859_1);
        }
        // Only this message means empty; after any other failure, writing would replace an existing crontab.
        if (result.text().startsWith("no crontab for") || result.text().contains("crontab: no crontab for")) {
            return "";
        }
        throw new IOException("crontab -l failed, so nothing was changed: " + result.text());
    }

    private void write(String text) throws IOException {
        crontab.require(text.getBytes(StandardCharsets.ISO_8859_1), "-");
    }

    /** One character per byte, so lines in any encoding are preserved. */
    private static String bytesAsText(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
