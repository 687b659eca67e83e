package loom.aml.app.monitor;

import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.maintain.Notifier;
import loom.aml.run.Execution;

/** The notices that the settings of a store describe. */
final class ConfiguredNotices implements Notifier.Source {
    private final OpenStore opened;
    private final FrontEnd frontEnd;

    ConfiguredNotices(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    @Override
    public boolean hasChannels() {
        return opened.policies().hasChannels();
    }

    @Override
    public Notifier notifier() {
        return notifier(opened);
    }

    static Notifier notifier(OpenStore opened) {
        return new Notifier(
                opened.store(),
                new Execution(opened.store(), opened.random()),
                opened.policies().notifications());
    }

    @Override
    public void areDue() {
        frontEnd.noticesAreDue();
    }
}
