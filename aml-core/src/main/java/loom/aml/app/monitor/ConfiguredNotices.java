package loom.aml.app.monitor;

import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.maintain.Notifier;
import loom.aml.notify.Envelope;
import loom.aml.notify.NotifyReport;
import loom.aml.run.Execution;

/** The notices that the settings of a store describe. */
final class ConfiguredNotices implements Notifier.Source {
    private final OpenStore opened;

    ConfiguredNotices(OpenStore opened) {
        this.opened = opened;
    }

    @Override
    public boolean hasChannels() {
        return opened.policies().hasChannels();
    }

    @Override
    public Notifier notifier() {
        return new Notifier(
                opened.store(),
                new Execution(opened.store(), opened.random()),
                opened.policies().notifications());
    }

    @Override
    public NotifyReport deliver(List<Envelope> messages) {
        return ConfiguredChannels.delivery(opened).deliver(opened.location(), messages);
    }
}
