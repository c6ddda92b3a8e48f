package io.rxgase.sync.internal;

/** Where an entity is: an entry of a table. */
record EntityName(Object table, Object key) {}
