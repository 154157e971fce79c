// Package trace is a small path tracer: it reads a scene from a text file and
// draws any rectangle of its picture.
//
// # A pixel is a function of the scene
//
// The value of a pixel depends on the scene, the size of the picture, the
// number of samples and the pixel's own coordinates, and on nothing else: the
// random sequence is seeded by the coordinates, there is one goroutine, and no
// clock is read. A picture cut into tiles in any way is therefore the picture
// drawn at once, byte for byte, which is what lets several farmers who never
// met share it, and a buyer check any of them by drawing a tile again.
//
// That holds between runs of one build. Between processors it holds for the
// WebAssembly build, whose arithmetic the WebAssembly standard fixes; native
// builds may fuse a multiplication and an addition where the processor can.
//
// # The scene
//
// A scene is UTF-8 text. A line is a verb, for most verbs a name, and then keys,
// each followed by its numbers; # begins a comment. Lengths are in meters, y
// points up, angles are in degrees and colors are linear red, green and blue
// (1 is white; lamps and the sun go beyond).
//
//	camera from X Y Z to X Y Z fov DEGREES [focus DISTANCE lens RADIUS]
//	sky    horizon R G B zenith R G B [clouds 0..1] [haze PER-METER]
//	sun    toward X Y Z color R G B [radius DEGREES]
//
// Materials come before the shapes that use them. A pattern is a second color;
// size is that of one period, or for ribs and stripes their number.
//
//	matte NAME color R G B [polish 0..1] [vary 0..1] [PATTERN R G B size S]
//	metal NAME color R G B [rough 0..1]
//	glass NAME color R G B [index N]
//	light NAME color R G B
//	PATTERN: checks, grain, speckle (in the scene), ribs, stripes (on the shape)
//
// Anything of a light material is seen to shine; only round spheres of it, 16 at
// most, light other things.
//
// A shape stands with the middle of its bottom at the point it is given, and
// turns about that point (yaw, pitch and roll).
//
//	sphere   MATERIAL at X Y Z radius R or RX RY RZ   [turn Y P R]
//	box      MATERIAL at X Y Z size W H D             [turn Y P R]
//	cone     MATERIAL at X Y Z height H radius LOWER [UPPER] [turn Y P R]
//	lathe    MATERIAL at X Y Z profile R H R H ...    (a turned outline, closed at its ends)
//	quad     MATERIAL corner X Y Z edges X Y Z X Y Z
//	triangle MATERIAL corner X Y Z edges X Y Z X Y Z
//	pile     MATERIAL at X Y Z radius R rows N        [turn Y]  (a pyramid of spheres)
//	swag     MATERIAL from X Y Z to X Y Z sag S count N radius R (a hanging garland)
//
// Everything is bounded before it is used; see Parse and Draw.
package trace
