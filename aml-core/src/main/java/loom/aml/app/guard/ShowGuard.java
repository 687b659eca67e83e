package loom.aml.app.guard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loom.aml.connect.ClientFolders;
import loom.aml.connect.HookSettings;
import loom.aml.connect.Scope;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Shows in which settings of Claude Code aml's hooks are. */
public final class ShowGuard {
    private final Disk disk;
    private final ClientFolders folders;

    public ShowGuard(Disk disk, ClientFolders folders) {
        this.disk = disk;
        this.folders = folders;
    }

    /**
     * The request.
     *
     * @param directory the working directory, whose project is read, too
     * @param launcher the absolute path of this aml, quoted for a shell; empty if unknown
     */
    public record Request(Path directory, String launcher) {}

    /** The state of the hooks in a file. */
    public enum State {
        /** All hooks call this aml. */
        INSTALLED("installed"),
        /** Some hooks are missing, changed, or call another aml. */
        OUTDATED("outdated"),
        /** The hooks are there, and the settings switch all hooks off. */
        DISABLED("disabled"),
        /** The file has none. */
        NOT_INSTALLED("not_installed"),
        /** The file cannot be read. */
        UNREADABLE("unreadable");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * A file.
     *
     * @param events the events that call aml
     * @param failure why the file cannot be read; null if it can
     */
    public record Place(
            Scope scope,
            Path file,
            State state,
            List<String> events,
            @Nullable IOException failure) {}

    /** Describes a failure for people. */
    public interface Description {
        String of(IOException failure);
    }

    /** The files: that of the user, and that of the project unless it is the same. */
    public record Result(List<Place> places) {

        public JsonObject toJson(Description description) {
            List<JsonObject> all = new ArrayList<>();
            for (Place place : places) {
                all.add(JsonObject.builder()
                        .put("scope", place.scope.word())
                        .put("file", FileName.text(place.file))
                        .put("state", place.state.word)
                        .put("events", place.events)
                        .put("problem", place.failure == null ? null : description.of(place.failure))
                        .build());
            }
            return JsonObject.builder()
                    .put("action", "status")
                    .put("settings", all)
                    .build();
        }

        /** Returns whether a file could not be read. */
        public boolean isPartial() {
            return places.stream().anyMatch(place -> place.failure != null);
        }
    }

    /** Reads the settings. */
    public Result run(Request request) throws IOException {
        List<Place> places = new ArrayList<>();
        for (Scope scope : Scope.values()) {
            try {
                places.add(place(GuardPlace.of(disk, folders, scope, request.directory), request));
            } catch (IllegalArgumentException e) {
                // The project is the home directory, whose settings are those of the user.
            }
        }
        return new Result(List.copyOf(places));
    }

    private Place place(GuardPlace place, Request request) {
        try {
            HookSettings settings = place.read(disk);
            List<String> events = new ArrayList<>();
            for (HookSettings.Installed hook : settings.installed()) {
                events.add(hook.event());
            }
            return new Place(
                    place.scope(), place.file(), state(settings, place.command(request.launcher)), events, null);
        } catch (IOException e) {
            return new Place(place.scope(), place.file(), State.UNREADABLE, List.of(), e);
        }
    }

    private static State state(HookSettings settings, String command) throws IOException {
        if (settings.installed().isEmpty()) {
            return State.NOT_INSTALLED;
        }
        if (settings.areDisabled()) {
            return State.DISABLED;
        }
        return settings.isInstalled(command) ? State.INSTALLED : State.OUTDATED;
    }
}
