/** JSON-RPC 2.0: requests, notifications and responses, read from bytes that are not trusted. */
@NullMarked
package loom.aml.server.rpc;

import org.jspecify.annotations.NullMarked;
