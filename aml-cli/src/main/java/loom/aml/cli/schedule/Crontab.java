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

    private final Session session;
    private final Program crontab;
    private final CrontabCopy copy;

    /** The last failure to refresh the copy. */
    private String failure = "";

    public Crontab(Session session) {
        this.session = session;
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
        String crontab = CrontabText.with(
                read(), CrontabText.encoded(schedule.store()), CrontabText.encoded(CrontabText.block(schedule)));
        write(crontab);
        copy.refresh(crontab);
    }

    @Override
    public Set<JobKind> jobs(String store) throws IOException {
        if (!isThere() && !copy.isThere()) {
            return Set.of();
        }
        String text;
        try {
            text = read();
        } catch (IOException e) {
            // A service without new privileges may not read the crontab, and may have a PATH without the program.
            return copy.jobs(store).orElseThrow(() -> e);
        }
        refreshCopy(text);
        return CrontabText.jobsOf(CrontabText.decoded(text), store);
    }

    @Override
    public Optional<String> installed(String store) throws IOException {
        String text = read();
        refreshCopy(text);
        return CrontabText.blockOf(text, CrontabText.encoded(store)).map(CrontabText::decoded);
    }

    /** Refreshes the copy after a look at the crontab, whose result does not depend on the copy. Warns of each failure once. */
    private void refreshCopy(String text) {
        try {
            copy.refresh(text);
            failure = "";
        } catch (IOException e) {
            String reason = session.inWords(e);
            if (!reason.equals(failure)) {
                session.warn("the copy of the crontab for servers was not refreshed: " + reason);
            }
            failure = reason;
        }
    }

    @Override
    public boolean remove(String store) throws IOException {
        String before = read();
        String after = CrontabText.without(before, CrontabText.encoded(store));
        boolean isChanged = !before.equals(after);
        if (isChanged && after.isEmpty()) {
            crontab.require(NOTHING, "-r");
        } else if (isChanged) {
            write(after);
        }
        // Also after a removal whose refresh failed.
        copy.refresh(after);
        return isChanged;
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
}
