package io.rxgase.samples.tag.view;

import io.rxgase.samples.tag.Chase;
import io.rxgase.samples.tag.Field;
import io.rxgase.samples.tag.Pilot;
import io.rxgase.samples.tag.Point;

/** Moves a player as the pressed keys say. Keys may be pressed on one thread and read on another. */
final class Keys implements Pilot {
    private volatile Point direction = new Point(0, 0);

    /** Runs this way from now on: -1, 0 or 1 along each axis; 0 and 0 stands still. */
    void steer(int right, int down) {
        direction = new Point(right, down);
    }

    @Override
    public Point move(Chase chase, long self, Point at, double seconds) {
        Point way = direction;
        if (way.x() == 0 && way.y() == 0) {
            return at;
        }
        boolean chases = chase.chaserId() != null && chase.chaserId() == self;
        double speed = chases ? Field.CHASER_SPEED : Field.SPEED;
        double factor = speed * seconds / Math.hypot(way.x(), way.y());
        return Field.clamp(at.x() + way.x() * factor, at.y() + way.y() * factor);
    }
}
