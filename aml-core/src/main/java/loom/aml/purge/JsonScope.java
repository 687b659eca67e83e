package loom.aml.purge;

import java.util.List;
import java.util.Optional;

/** Decides what is removed from a JSON document. */
interface JsonScope {

    /** Returns the edits of a decoded string, or of a name of a member. */
    List<Edit> in(String decoded);

    /** Returns whether a number is replaced by 0. */
    boolean replacesNumber(String number);

    /**
     * Returns whether the element of a list is removed that has this member, or a list with this text under this name.
     *
     * @param depth the number of lists and objects around the member; 2 in the elements of a list that is the document
     */
    boolean removesElement(int depth, String member, String decoded);

    /** Receives the text of each removed element. */
    void removed(String element);

    /** Returns whether the values of a member stay as they are, such as times and checksums. */
    boolean keeps(String member);

    /** Returns the scope of a JSON object within a string; empty if such a string is a text like any other. */
    Optional<JsonScope> opened();
}
