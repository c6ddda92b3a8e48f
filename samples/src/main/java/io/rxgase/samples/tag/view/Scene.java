package io.rxgase.samples.tag.view;

import io.rxgase.samples.tag.Chase;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one picture shows.
 *
 * @param chase the newest state
 * @param self the id of the viewer's own player, null for a spectator
 * @param net the connection
 * @param news the latest thing that happened, for people; may be empty
 */
public record Scene(Chase chase, @Nullable Long self, NetSample net, String news) {}
