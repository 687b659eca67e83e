/** JSON-RPC 2.0: requests, notifications and responses, parsed from untrusted bytes. */
@NullMarked
package loom.aml.server.rpc;

import org.jspecify.annotations.NullMarked;
