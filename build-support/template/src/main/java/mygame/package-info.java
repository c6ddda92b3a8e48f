/** The game: {@link mygame.MyGame} is its state and its rules, MyServer runs it, MyClient plays it. Start at MyGame. */
package mygame;
