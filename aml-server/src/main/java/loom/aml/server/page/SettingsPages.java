package loom.aml.server.page;

import java.io.IOException;
import java.util.List;
import loom.aml.app.settings.ShowSettings;
import loom.aml.server.page.view.Section;
import loom.aml.server.stores.NoSuchStoreException;

/** The settings with their origin. They are changed in their file. */
final class SettingsPages {
    List<Route> routes() {
        return List.of(Route.get("/stores/*/settings", SettingsPages::show));
    }

    private static Answer show(PageCall call) throws IOException, NoSuchStoreException {
        boolean isChangedOnly = call.query("changed").isPresent();
        ShowSettings.Result shown =
                new ShowSettings(call.store().opener().configuration()).run(new ShowSettings.Request(isChangedOnly));
        return Answer.Page.of("settings", "Settings", Section.SETTINGS)
                .with("file", shown.file().orElse(""))
                .with("changed", isChangedOnly)
                .with("lines", shown.lines());
    }
}
