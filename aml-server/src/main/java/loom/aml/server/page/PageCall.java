package loom.aml.server.page;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.server.http.HttpCall;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.service.HostServices;
import loom.aml.server.service.InvalidRequestException;
import loom.aml.server.stores.NoSuchStoreException;
import loom.aml.server.stores.ServedStore;

/** A call of a page. */
final class PageCall {
    private final HostServices services;
    private final HttpCall http;
    private final List<String> values;

    /** @param values the segments of the path at the wildcards of its route */
    PageCall(HostServices services, HttpCall http, List<String> values) {
        this.services = services;
        this.http = http;
        this.values = List.copyOf(values);
    }

    HostServices services() {
        return services;
    }

    HttpCall http() {
        return http;
    }

    /** Returns the segment of the path at a wildcard of the route. */
    String value(int index) {
        return values.get(index);
    }

    /** Returns the store in the path. */
    ServedStore store() throws IOException, NoSuchStoreException {
        return services.stores().require(values.getFirst());
    }

    String storeId() {
        return values.getFirst();
    }

    /** Returns whether the path is that of a store. */
    boolean isOf(String id) {
        return !values.isEmpty() && values.getFirst().equals(id);
    }

    /** Returns a parameter of the query; empty if it is absent or blank. */
    Optional<String> query(String name) {
        return http.query().first(name).filter(value -> !value.isBlank());
    }

    /**
     * Returns a number of the query.
     *
     * @throws InvalidRequestException if it is not in the range
     */
    int number(String name, int otherwise, int least, int most) {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw new InvalidRequestException(name + " must be between " + least + " and " + most);
    }

    Form form() throws IOException, HttpFailure {
        return Form.of(http);
    }
}
