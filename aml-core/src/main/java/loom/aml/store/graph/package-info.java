/**
 * The memory file of the MCP server {@code server-memory} and its copies: {@code memory.jsonl}, a knowledge graph with
 * one entity or relation a line. Other programs write it without locks.
 */
@NullMarked
package loom.aml.store.graph;

import org.jspecify.annotations.NullMarked;
