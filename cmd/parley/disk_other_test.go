//go:build !linux

package main

func failDisk(p *place) { p.t.Skip("no small disk can be made here") }
