package io.rxgase.server;

/** Where an entity is: an entry of a table. */
record EntityName(Object table, Object key) {}
