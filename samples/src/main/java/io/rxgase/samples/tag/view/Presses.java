package io.rxgase.samples.tag.view;

import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.awt.event.FocusEvent;
import java.awt.event.FocusListener;
import java.awt.event.KeyAdapter;
import java.awt.event.KeyEvent;
import java.util.HashSet;
import java.util.Set;

/** Turns the keys that are down into a direction: arrows and WASD, Escape leaves. On the UI's thread. */
final class Presses extends KeyAdapter implements FocusListener {
    private final Set<Integer> pressed = new HashSet<>();
    private final Keys keys;
    private final CompletableSubject left;

    Presses(Keys keys, CompletableSubject left) {
        this.keys = keys;
        this.left = left;
    }

    @Override
    public void keyPressed(KeyEvent event) {
        if (event.getKeyCode() == KeyEvent.VK_ESCAPE) {
            left.onComplete();
        }
        pressed.add(event.getKeyCode());
        steer();
    }

    @Override
    public void keyReleased(KeyEvent event) {
        pressed.remove(event.getKeyCode());
        steer();
    }

    @Override
    public void focusGained(FocusEvent event) {}

    // What is released in another window is never heard of here.
    @Override
    public void focusLost(FocusEvent event) {
        pressed.clear();
        steer();
    }

    private void steer() {
        int right = down(KeyEvent.VK_RIGHT, KeyEvent.VK_D) - down(KeyEvent.VK_LEFT, KeyEvent.VK_A);
        int below = down(KeyEvent.VK_DOWN, KeyEvent.VK_S) - down(KeyEvent.VK_UP, KeyEvent.VK_W);
        keys.steer(right, below);
    }

    private int down(int arrow, int letter) {
        return pressed.contains(arrow) || pressed.contains(letter) ? 1 : 0;
    }
}
