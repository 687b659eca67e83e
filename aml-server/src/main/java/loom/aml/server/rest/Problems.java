package loom.aml.server.rest;

import loom.aml.app.item.ConflictException;
import loom.aml.io.Printable;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.operation.OperationRunningException;
import loom.aml.server.service.FailureMapping;
import loom.aml.server.service.ProblemDetails;

/** Converts failures to error answers. */
final class Problems {
    private static final int UNAVAILABLE = 503;
    private static final int PRECONDITION_FAILED = 412;

    private final FailureMapping failures;

    Problems(FailureMapping failures) {
        this.failures = failures;
    }

    Problem of(Exception e) {
        return switch (e) {
            case Problem problem -> problem;
            case HttpFailure failure -> of(failure);
            case ConflictException conflict -> of(conflict);
            case OperationRunningException busy ->
                new Problem(failures.of(busy))
                        .withHeader(
                                "Location",
                                RestEndpoint.operation(busy.running().id()));
            default -> of(failures.of(e));
        };
    }

    private static Problem of(ProblemDetails details) {
        Problem problem = new Problem(details);
        return details.status() == UNAVAILABLE
                ? problem.withHeader("Retry-After", FailureMapping.RETRY_SECONDS)
                : problem;
    }

    /** A conflict with a revision that the request named is a failed precondition. */
    private Problem of(ConflictException conflict) {
        Problem problem = new Problem(failures.of(conflict).withStatus(PRECONDITION_FAILED));
        conflict.current().ifPresent(now -> problem.withHeader("ETag", RestCall.quoted(now.revision())));
        return problem;
    }

    /** Returns a refusal of the guard or the host as a problem. */
    static Problem of(HttpFailure failure) {
        Problem problem = new Problem(failure.status(), word(failure.status()), Printable.of(failure.message()));
        failure.headers().forEach(problem::withHeader);
        return problem;
    }

    private static String word(int status) {
        return switch (status) {
            case 401 -> "unauthorized";
            case 403 -> "forbidden";
            case 404 -> "not_found";
            case 405 -> "method_not_allowed";
            case 413 -> "too_large";
            case 415 -> "unsupported_media_type";
            case 429 -> "too_many_requests";
            case 400 -> "usage";
            default -> "internal";
        };
    }
}
