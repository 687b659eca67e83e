package loom.aml.store.markdown;

import java.nio.file.Path;

/** The notes of Serena, which have no frontmatter. */
class SerenaNotesTest extends NoteContract {
    @Override
    NoteStore storeIn(Path folder) {
        return NoteStore.ofSerena(folder);
    }

    @Override
    String file(String name, String word) {
        return "# " + name + "\n\nIt is " + word + "; see `mem:core`.\n\n```sh\nmake it\n```";
    }
}
