package loom.aml.server.page.view;

/** An entry of the navigation. */
public enum Section {
    STORES("Stores", ""),
    OVERVIEW("Overview", ""),
    EXPLORE("Explore", "/items"),
    MAP("Map", "/map"),
    RUNS("Runs", "/runs"),
    BACKUPS("Backups", "/backups"),
    SUGGESTIONS("Suggestions", "/suggestions"),
    SETTINGS("Settings", "/settings");

    private final String title;
    private final String path;

    Section(String title, String path) {
        this.title = title;
        this.path = path;
    }

    public String title() {
        return title;
    }

    /** Returns the address below that of the store. */
    public String path() {
        return path;
    }
}
