package loom.aml.server.page;

import loom.aml.server.http.HttpFailure;
import loom.aml.server.service.FailureMapping;
import loom.aml.server.service.ProblemDetails;

/** Converts failures to answers of HTTP. */
final class PageFailures {
    private static final int UNAVAILABLE = 503;

    private PageFailures() {}

    static HttpFailure of(Exception e, FailureMapping failures) {
        if (e instanceof HttpFailure failure) {
            return failure;
        }
        ProblemDetails details = failures.of(e);
        HttpFailure answer = new HttpFailure(details.status(), details.detail());
        return details.status() == UNAVAILABLE ? answer.with("Retry-After", FailureMapping.RETRY_SECONDS) : answer;
    }
}
