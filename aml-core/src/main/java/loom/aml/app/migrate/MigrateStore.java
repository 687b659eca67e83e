package loom.aml.app.migrate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.run.AutoMigrated;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.PlanRun;
import loom.aml.app.run.RunOptions;
import loom.aml.app.run.RunResult;
import loom.aml.item.ItemKind;
import loom.aml.migrate.MigratePolicy;
import loom.aml.migrate.MigrationPlan;
import loom.aml.migrate.Migrator;
import loom.aml.store.Finding;

/** Migrates items to a schema version. */
public final class MigrateStore {
    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public MigrateStore(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    /** The request. */
    public record Request(MigratePolicy policy) {}

    /** A migration that can be executed. */
    public final class Planned {
        private final MigrationPlan plan;

        private Planned(MigrationPlan plan) {
            this.plan = plan;
        }

        /** Returns whether nothing would be changed. Such a migration is not recorded, so it need not be executed. */
        public boolean isEmpty() {
            return plan.changes().isEmpty();
        }

        public MigrationPlan plan() {
            return plan;
        }

        /**
         * Returns the migration without executing it.
         *
         * @param isDryRun whether a dry run was requested
         */
        public MigrationPreview preview(boolean isDryRun) {
            List<Finding> findings = new ArrayList<>(opened.store().recovered());
            findings.addAll(plan.findings());
            return new MigrationPreview(opened.location(), isDryRun, plan, findings);
        }

        /**
         * Migrates the items.
         *
         * @throws DeclinedException if the user did not confirm removals
         */
        public RunResult run(RunOptions options) throws IOException, DeclinedException {
            return new PlanRun(opened, frontEnd).execute(plan, 0, AutoMigrated.NOT_SET, options);
        }
    }

    public Planned plan(Request request) throws IOException {
        opened.require(ItemKind.PATTERN, "its items have no schema versions, so there is nothing to migrate");
        return new Planned(new Migrator(request.policy(), opened.now()).plan(opened.store()));
    }
}
